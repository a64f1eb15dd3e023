namespace CloudRestore.Imaging.Damage;

/// <summary>Damage that lies on the picture, such as a number or a line of text: what is under it is gone, what is beside it stays as it is.</summary>
public interface IOverlay : IDamageStep;
